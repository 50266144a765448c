DROP TABLE fact;
DROP TYPE fact_row;
