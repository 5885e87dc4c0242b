"""Rows of tables: who met whom, when and where, from their columns and their remarks."""
