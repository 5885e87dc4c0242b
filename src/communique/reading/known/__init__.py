"""What is known of the world by name: countries, states, towns, offices and bodies, whatever the report."""
