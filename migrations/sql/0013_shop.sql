-- Every state that a purchase has come to; the last one of each is how it stands. That a purchase ends once is `fact`'s
-- unique index over `once`, that two share no receipt is this one.
CREATE UNIQUE INDEX fact_receipt_code_idx ON fact ((data ->> 'receipt_code'), shard)
    WHERE type = 'purchase' AND data ->> 'status' = 'success';
CREATE INDEX fact_purchase_idx ON fact ((data ->> 'purchase_id')) WHERE type = 'purchase';

CREATE VIEW purchase AS
SELECT at, key AS user_id, tx, data ->> 'purchase_id' AS purchase_id, data ->> 'status' AS status,
       data ->> 'product_id' AS product_id, (data ->> 'quantity')::bigint AS quantity, data ->> 'currency' AS currency,
       (data ->> 'amount')::bigint AS amount, data -> 'contents' AS contents, data ->> 'receipt_code' AS receipt_code,
       data ->> 'reason_code' AS reason_code, data ->> 'provider_ref' AS provider_ref,
       (data ->> 'item_version')::bigint AS item_version, (data ->> 'catalog_version')::bigint AS catalog_version
FROM fact WHERE type = 'purchase';

CREATE VIEW shop_item AS
SELECT at, key AS shop, data ->> 'item_id' AS item_id, (data ->> 'version')::bigint AS version,
       (data ->> 'active')::boolean AS active, (data ->> 'price_now')::bigint AS price_now, data AS item
FROM fact WHERE type = 'shop_item';

GRANT SELECT ON purchase, shop_item TO pitboss_app;
