"""Tables of visits and meetings that people made: rows with their cells, and each row as a report."""
