-- An archive that grows for ever keeps the speed of a small one: messages and the ways to them lie in one table a month
-- (in UTC), so that what is written now, its indexes too, is small, and old months can go whole. All of time is covered,
-- by ..._before and ..._after too: no row is without a place, and none lies in a default partition, which would cost
-- the order of a scan. Only an empty archive is partitioned here, in a moment; messages that are there would have to be
-- written anew in one transaction: datanommer-migrate partition does that in batches, while others read and write.
DO $$
DECLARE
    family   CONSTANT text[] := ARRAY['messages', 'messages_users', 'messages_packages'];
    month    CONSTANT timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
    member   text;
    later    text[];
    command  text;
    place    record;
    ahead    integer;
BEGIN
    LOCK TABLE messages, messages_users, messages_packages IN ACCESS EXCLUSIVE MODE;
    IF EXISTS (SELECT FROM messages) THEN
        RETURN;
    END IF;
    -- A position is never given twice, not even after its row is gone.
    SELECT last_value, is_called INTO place FROM messages_id_seq;
    FOREACH member IN ARRAY family LOOP
        -- Keys, indexes and grants are made again, as they are and under their names.
        later := ARRAY(
                SELECT format('ALTER TABLE %I ADD CONSTRAINT %I %s', member, conname, pg_get_constraintdef(oid))
                FROM pg_constraint WHERE conrelid = member::regclass AND contype IN ('p', 'u') ORDER BY conname)
            || ARRAY(
                SELECT pg_get_indexdef(indexrelid)
                FROM pg_index WHERE indrelid = member::regclass
                    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY indexrelid)
            || ARRAY(
                SELECT format('GRANT %s ON %I TO %s', privilege_type, member,
                    CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)
                FROM pg_class, aclexplode(relacl) WHERE oid = member::regclass AND grantee <> relowner);
        EXECUTE format('ALTER TABLE %I RENAME TO %I', member, member || '_flat');
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL EXCLUDING INDEXES EXCLUDING IDENTITY)
            PARTITION BY RANGE (timestamp)', member, member || '_flat');
        EXECUTE format('DROP TABLE %I', member || '_flat');
        FOREACH command IN ARRAY later LOOP
            EXECUTE command;
        END LOOP;
        -- The month that is, and three to come: the daemon makes the next ones.
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (MINVALUE) TO (%L)',
            member || '_before', member, month AT TIME ZONE 'UTC');
        FOR ahead IN 0..3 LOOP
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                member || to_char(month + ahead * interval '1 month', '_YYYY_MM'), member,
                (month + ahead * interval '1 month') AT TIME ZONE 'UTC',
                (month + (ahead + 1) * interval '1 month') AT TIME ZONE 'UTC');
        END LOOP;
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (MAXVALUE)',
            member || '_after', member, (month + interval '4 months') AT TIME ZONE 'UTC');
    END LOOP;
    ALTER TABLE messages ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
    PERFORM setval(pg_get_serial_sequence('messages', 'id'), place.last_value, place.is_called);
END
$$;
