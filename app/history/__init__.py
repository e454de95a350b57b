"""The recorded history: the facts, their loader, milestones, contradictions and where everything comes from."""
