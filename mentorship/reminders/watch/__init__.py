"""Whether it all still runs, for whoever watches over the house."""
