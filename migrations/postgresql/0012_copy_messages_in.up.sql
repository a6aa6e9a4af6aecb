-- Messages are stored by COPY, with numbers that are drawn before: who may insert rows may now draw their numbers too.
-- A body over 2 KB is compressed by lz4, which costs a third of pglz and takes hardly more room; a server that was built
-- without it goes on with pglz. What is stored stays as it is.
DO $$
DECLARE
    granted record;
    storing regclass;
BEGIN
    FOR granted IN
        SELECT DISTINCT member, CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END AS role
        FROM unnest(ARRAY['messages', 'topics', 'categories', 'users', 'packages', 'certificates']) AS member
            JOIN pg_class ON pg_class.oid = member::regclass, aclexplode(relacl)
        WHERE privilege_type = 'INSERT' AND grantee <> relowner
    LOOP
        EXECUTE format('GRANT USAGE ON SEQUENCE %s TO %s', pg_get_serial_sequence(granted.member, 'id'), granted.role);
    END LOOP;
    BEGIN
        -- The partitions that are there do not follow their table in this; those to come will.
        FOR storing IN
            SELECT 'messages'::regclass
            UNION ALL SELECT inhrelid FROM pg_inherits WHERE inhparent = 'messages'::regclass
        LOOP
            EXECUTE format('ALTER TABLE ONLY %s ALTER COLUMN msg SET COMPRESSION lz4', storing);
        END LOOP;
    EXCEPTION WHEN feature_not_supported THEN
        NULL;
    END;
END
$$;
