"""State machines: Hypothesis plays a coordinator and looks for the order of things that breaks a promise."""
