"""PAGES. Marks, slips, receipts and reports; foreign documents only in a worker without keys."""
