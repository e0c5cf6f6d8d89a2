/* The core day in C: the floor that the engine is compared with.
 *
 * Columns side by side, one branch-free loop per mechanism, a group's day after the other so that its columns stay in
 * cache; the same draws as the engine, so that counts can be compared one by one. layout.h is written by peer_c.py.
 */
#include <math.h>
#include <stdint.h>
#include "layout.h"

#define GOLDEN 0x9E3779B97F4A7C15ull
#define MOST_POSTS 30
#define MOST_MEMBERS 1024
#define TINY 1e-6f

enum { OPEN = 1, POST = 2, TOPIC = 3, BUY = 7, QUALITY = 8, COMPLAINT = 9, MUTE = 12, LEAVE = 13 };

static inline float least(float a, float b) { return a < b ? a : b; }
static inline float most(float a, float b) { return a > b ? a : b; }
static inline float unit(float x) { return least(most(x, 0.0f), 1.0f); }
static inline float saturate(float x, float half) { return x / (x + half + TINY); }

static inline float expo(float x)
{
    float t = least(most(x, -16.0f), 16.0f) * (1.0f / 64);
    float y = 1.0f + t * (1.0f + t * (1.0f / 2 + t * (1.0f / 6 + t * (1.0f / 24 + t * (1.0f / 120 + t * (1.0f / 720))))));
    y = y * y; y = y * y; y = y * y; y = y * y; y = y * y;
    return y * y;
}

static inline uint64_t mix64(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
    return x ^ (x >> 31);
}

static inline float uniform(uint32_t lower, uint32_t upper, uint32_t purpose)
{
    uint32_t x = lower ^ (purpose * 0x9E3779B1u);
    x = (x ^ (x >> 16)) * 0x7FEB352Du;
    x += upper;
    x = (x ^ (x >> 15)) * 0x846CA68Bu;
    x ^= x >> 16;
    return (float)(int32_t)(x >> 9) * 0x1p-23f + 0x1p-24f;
}

static inline float moved(float trust, float good, float bad, float gain, float loss)
{
    return unit(trust + unit(gain * good) * (1.0f - trust) - unit(loss * bad) * trust);
}

/* What a group's day needs and nothing keeps. */
typedef struct {
    uint32_t lower[MOST_MEMBERS], upper[MOST_MEMBERS];
    float opened[MOST_MEMBERS], read[MOST_MEMBERS], overload[MOST_MEMBERS], chance[MOST_MEMBERS], bought[MOST_MEMBERS], goes[MOST_MEMBERS];
    int32_t openers[MOST_MEMBERS];
} Work;

static void open_group(const Parameters *p, const Columns *all, Group *group, Work *work, int day)
{
    int first = group->first, n = group->members;
    const uint64_t *restrict key = all->key + first;
    const float *restrict activity = all->activity + first, *restrict need = all->need + first, *restrict belonging = all->belonging + first;
    const float *restrict fatigue = all->fatigue + first, *restrict satisfaction = all->satisfaction + first;
    const int32_t *restrict joined = all->joined + first;
    const uint8_t *restrict here = all->here + first, *restrict was_open = all->was_open + first;
    uint32_t *restrict lower = work->lower, *restrict upper = work->upper;
    float *restrict opened = work->opened;
    float common = p->weekday[(day + (int)p->first_weekday) % 7];
    float newcomer = p->open_newcomer * p->open_newcomer_days, newcomer_days = p->open_newcomer_days;
    float b_need = p->open_need, b_belonging = p->open_belonging, b_fatigue = p->open_fatigue, b_momentum = p->open_momentum;
    float b_satisfaction = p->open_satisfaction;
    uint64_t today = ((uint64_t)day + 1) * GOLDEN;
    for (int i = 0; i < n; i++) {
        uint64_t bits = mix64(key[i] + today);
        lower[i] = (uint32_t)bits;
        upper[i] = (uint32_t)(bits >> 32);
    }
    for (int i = 0; i < n; i++) {
        float z = common + b_need * need[i] + b_belonging * belonging[i] - b_fatigue * fatigue[i] + b_momentum * (float)was_open[i];
        z += b_satisfaction * satisfaction[i] + newcomer / (newcomer_days + (float)(day - joined[i]));
        float odds = activity[i] * expo(z);
        float u = uniform(lower[i], upper[i], OPEN);
        opened[i] = (u * (1.0f - activity[i] + odds) < odds ? 1.0f : 0.0f) * (float)here[i];
    }
    int openers = 0;
    for (int i = 0; i < n; i++) openers += (int)opened[i];
    group->openers = openers;
}

static void spend_attention(const Columns *all, const Group *group, Work *work)
{
    int n = group->members;
    const float *restrict attention = all->attention + group->first, *restrict opened = work->opened;
    float *restrict read = work->read, *restrict overload = work->overload;
    float volume = (float)group->messages_before + TINY;
    for (int i = 0; i < n; i++) {
        read[i] = opened[i] * least(attention[i] / volume, 1.0f);
        overload[i] = opened[i] * 2.0f * saturate(most(volume / attention[i] - 1.0f, 0.0f), 1.0f);
    }
}

static void expected_talk(const Parameters *p, const Columns *all, const Group *group, Work *work)
{
    int first = group->first, n = group->members;
    const float *restrict belonging = all->belonging + first, *restrict satisfaction = all->satisfaction + first;
    const float *restrict fatigue = all->fatigue + first, *restrict intrinsic = all->intrinsic + first, *restrict sociability = all->sociability + first;
    const float *restrict opened = work->opened, *restrict overload = work->overload;
    float *restrict chance = work->chance;
    float common = p->talk_audience * saturate(sqrtf((float)group->openers_before), sqrtf(p->talk_audience_half));
    common -= p->talk_redundancy * saturate((float)group->messages_before, p->talk_redundancy_half);
    common -= p->talk_chill * p->rules_strictness * p->rules_strictness * (1.0f - p->rules_explained);
    float b_belonging = p->talk_belonging, b_satisfaction = p->talk_satisfaction, b_overload = p->talk_overload;
    float b_fatigue = p->talk_fatigue, b_intrinsic = p->talk_intrinsic, base = p->talk_base;
    for (int i = 0; i < n; i++) {
        float z = common + b_belonging * belonging[i] + b_satisfaction * satisfaction[i];
        z -= b_overload * overload[i] + b_fatigue * fatigue[i] + b_intrinsic * (1.0f - intrinsic[i]);
        float mean = base * sociability[i] * expo(z);
        chance[i] = opened[i] * mean / (1.0f + mean);
    }
}

static int topic_of(const Columns *all, int row, float u)
{
    float size = 0.0f, total = 0.0f;
    for (int k = 0; k < TOPICS; k++) size += all->taste[k][row];
    float target = u * size;
    for (int k = 0; k < TOPICS - 1; k++) {
        total += all->taste[k][row];
        if (target < total) return k;
    }
    return TOPICS - 1;
}

static void speak(const Columns *all, Group *group, Work *work)
{
    int openers = 0, messages = 0;
    for (int i = 0; i < group->members; i++) {
        work->openers[openers] = i;
        openers += work->opened[i] > 0.0f;
    }
    for (int at = 0; at < openers; at++) {
        int i = work->openers[at], posts = 0;
        float again = work->chance[i], power = again, u = uniform(work->lower[i], work->upper[i], POST);
        while (u < power && posts < MOST_POSTS) {
            posts++;
            power *= again;
        }
        if (posts > 0) {
            messages += posts;
            group->topic[topic_of(all, group->first + i, uniform(work->lower[i], work->upper[i], TOPIC))] += posts;
        }
    }
    group->messages = messages;
}

static void move_trust(const Parameters *p, const Columns *all, const Group *group, const Work *work)
{
    int first = group->first, n = group->members;
    float *restrict trust = all->trust + first;
    const float *restrict own = all->first_trust + first, *restrict satisfaction = all->satisfaction + first, *restrict opened = work->opened;
    int silent = group->openers_before - group->pleased_before;
    float peers = p->trust_peers * saturate((float)group->pleased_before, (float)(silent > 0 ? silent : 0));
    float gain = p->trust_gain, loss = p->trust_loss, weight = p->trust_satisfaction, drift = p->trust_drift;
    for (int i = 0; i < n; i++) {
        float good = opened[i] * (weight * most(satisfaction[i], 0.0f) + peers);
        float bad = opened[i] * (weight * most(-satisfaction[i], 0.0f));
        float after = moved(trust[i], good, bad, gain, loss);
        trust[i] = after + drift * (own[i] - after);
    }
}

static void order(const Parameters *p, const Columns *all, const Work *work, int row, int i)
{
    float quality = unit(p->product_quality + p->buy_variability * (2.0f * uniform(work->lower[i], work->upper[i], QUALITY) - 1.0f));
    float good = p->trust_product * most(2.0f * quality - 1.0f, 0.0f), bad = p->trust_product * most(1.0f - 2.0f * quality, 0.0f);
    if (uniform(work->lower[i], work->upper[i], COMPLAINT) < p->buy_complaint * (1.0f - quality)) bad += p->trust_complaint;
    all->trust[row] = moved(all->trust[row], good, bad, p->trust_gain, p->trust_loss);
    all->need[row] = 0.0f;
    all->experience[row] = 2.0f * quality - 1.0f;
}

static void buy(const Parameters *p, const Columns *all, Group *group, Work *work)
{
    int first = group->first, n = group->members, orders = 0;
    const float *restrict need = all->need + first, *restrict trust = all->trust + first, *restrict fatigue = all->fatigue + first;
    const float *restrict price = all->price_sensitivity + first, *restrict experience = all->experience + first, *restrict opened = work->opened;
    const uint8_t *restrict here = all->here + first;
    const uint32_t *restrict lower = work->lower, *restrict upper = work->upper;
    float *restrict bought = work->bought;
    int others = group->openers_before - group->bought_before;
    float social = p->buy_social * 0.5f * saturate((float)group->bought_before, (float)(others > 0 ? others : 0));
    float b_trust = p->buy_trust, b_need = p->buy_need, b_fatigue = p->buy_fatigue, b_price = p->buy_price * p->price_log2;
    float base = p->buy_base * p->buy_unprompted, b_experience = p->buy_experience;
    for (int i = 0; i < n; i++) {
        float z = b_trust * (trust[i] - 1.0f) - b_need * (1.0f - need[i]) - b_fatigue * fatigue[i] - b_price * price[i];
        z += b_experience * experience[i] + opened[i] * social;
        bought[i] = (uniform(lower[i], upper[i], BUY) < base * opened[i] * expo(z) ? 1.0f : 0.0f) * (float)here[i];
    }
    for (int i = 0; i < n; i++)
        if (bought[i] > 0.0f) {
            order(p, all, work, first + i, i);
            orders++;
        }
    group->bought = orders;
}

static void stay_or_go(const Parameters *p, const Columns *all, Group *group, Work *work, int day)
{
    int first = group->first, n = group->members;
    const float *restrict satisfaction = all->satisfaction + first, *restrict belonging = all->belonging + first;
    const float *restrict trust = all->trust + first, *restrict fatigue = all->fatigue + first, *restrict restless = all->restlessness + first;
    const int32_t *restrict last = all->last_open + first;
    uint8_t *restrict here = all->here + first, *restrict muted = all->muted + first;
    const uint32_t *restrict lower = work->lower, *restrict upper = work->upper;
    float *restrict goes = work->goes;
    float b_satisfaction = p->stay_satisfaction, b_belonging = p->stay_belonging, b_trust = p->stay_trust, b_fatigue = p->stay_fatigue;
    float b_absence = p->stay_absence, base = p->stay_base, mute = p->stay_mute_base;
    for (int i = 0; i < n; i++) {
        float away = least((float)(day - last[i]) / 30.0f, 1.0f);
        float z = b_fatigue * fatigue[i] - b_satisfaction * satisfaction[i] - b_belonging * belonging[i];
        z -= b_trust * trust[i] + b_absence * away;
        goes[i] = (uniform(lower[i], upper[i], LEAVE) < base * restless[i] * expo(z) ? 1.0f : 0.0f) * (float)here[i];
        muted[i] |= (uniform(lower[i], upper[i], MUTE) < mute * fatigue[i] ? 1 : 0) & here[i];
    }
    int left = 0;
    for (int i = 0; i < n; i++)
        if (goes[i] > 0.0f) {
            here[i] = 0;
            left++;
        }
    group->left += left;
}

static void turn(const Columns *all, Group *group, const Work *work, int day)
{
    int first = group->first, n = group->members, pleased = 0;
    int32_t *restrict last = all->last_open + first;
    uint8_t *restrict was_open = all->was_open + first;
    const float *restrict opened = work->opened, *restrict satisfaction = all->satisfaction + first;
    for (int i = 0; i < n; i++) last[i] = opened[i] > 0.0f ? day : last[i];
    for (int i = 0; i < n; i++) was_open[i] = opened[i] > 0.0f;
    for (int i = 0; i < n; i++) pleased += (opened[i] > 0.0f) & (satisfaction[i] > 0.0f);
    group->openers_before = group->openers;
    group->messages_before = group->messages;
    group->bought_before = group->bought;
    group->pleased_before = pleased;
    group->all_openers += group->openers;
    group->all_messages += group->messages;
    group->all_orders += group->bought;
}

/* Days first_day <= day < last_day of all groups; a world's groups side by side, as the engine runs them. */
void run(const Parameters *p, const Columns *all, Group *groups, int per_world, int worlds, int first_day, int last_day)
{
    Work work;
    for (int w = 0; w < worlds; w++)
        for (int day = first_day; day < last_day; day++)
            for (int g = w * per_world; g < (w + 1) * per_world; g++) {
                Group *group = groups + g;
                open_group(p, all, group, &work, day);
                spend_attention(all, group, &work);
                expected_talk(p, all, group, &work);
                speak(all, group, &work);
                move_trust(p, all, group, &work);
                buy(p, all, group, &work);
                stay_or_go(p, all, group, &work, day);
                turn(all, group, &work, day);
            }
}
