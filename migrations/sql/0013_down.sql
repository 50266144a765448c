DROP VIEW shop_item, purchase;
DROP INDEX fact_purchase_idx, fact_receipt_code_idx;
