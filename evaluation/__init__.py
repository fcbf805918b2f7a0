"""The accuracy of the extraction: compared with gold texts and with other extractors."""
