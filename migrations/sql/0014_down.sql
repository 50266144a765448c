DROP TABLE definition;
DROP FUNCTION number_definition();
