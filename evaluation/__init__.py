"""How right the extraction is, against gold texts and beside other extractors."""
