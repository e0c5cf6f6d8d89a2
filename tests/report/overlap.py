"""Find texts that cover one another or leave their figure."""

from matplotlib.backends.backend_agg import FigureCanvasAgg


def shown_texts(figure):
    """All texts on a figure; Matplotlib keeps tick labels outside an axis without drawing them."""
    texts = list(figure.texts)
    for axes in figure.axes:
        texts += [*axes.texts, axes.xaxis.label, axes.yaxis.label]
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            texts += [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    return [text for text in texts if text.get_visible() and text.get_text().strip()]


def overlaps(figure):
    """Pairs of texts that cover one another, and texts that leave the figure; boxes in pixels, shrunk by half a pixel."""
    canvas = FigureCanvasAgg(figure)
    figure.draw_without_rendering()
    boxes = [(text.get_text(), text.get_window_extent(canvas.get_renderer()).padded(-1.5)) for text in shown_texts(figure)]
    width, height = canvas.get_width_height()
    outside = [name for name, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height]
    pairs = [(a, b) for i, (a, one) in enumerate(boxes) for b, other in boxes[i + 1 :] if one.overlaps(other)]
    return outside + pairs
