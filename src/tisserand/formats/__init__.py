"""Files in and out, without a database: records, readers, writers, and the fabric made from them."""
