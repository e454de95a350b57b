"""The actions (afspraken): mine, of my organisation, all."""
