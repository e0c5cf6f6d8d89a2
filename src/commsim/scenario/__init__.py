"""What a planner writes, typed and checked: levers, uncertainties, market, rules, behaviour."""
