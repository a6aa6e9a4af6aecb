-- One table again, with all rows. Writes every message anew in one transaction and wants room for them
-- twice; nobody reads or writes meanwhile. A conversion that was broken off is forgotten.
DO $$
DECLARE
    family   CONSTANT text[] := ARRAY['messages', 'messages_users', 'messages_packages'];
    member   text;
    later    text[];
    command  text;
    place    record;
BEGIN
    LOCK TABLE messages, messages_users, messages_packages IN ACCESS EXCLUSIVE MODE;
    IF to_regclass('messages_parting') IS NOT NULL THEN
        DROP TABLE messages_parting, messages_users_parting, messages_packages_parting;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_partitioned_table WHERE partrelid = 'messages'::regclass) THEN
        RETURN;
    END IF;
    SELECT last_value, is_called INTO place FROM messages_id_seq;
    FOREACH member IN ARRAY family LOOP
        later := ARRAY(
                SELECT format('ALTER TABLE %I ADD CONSTRAINT %I %s', member, conname, pg_get_constraintdef(oid))
                FROM pg_constraint WHERE conrelid = member::regclass AND contype IN ('p', 'u') ORDER BY conname)
            || ARRAY(
                SELECT replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ')
                FROM pg_index WHERE indrelid = member::regclass
                    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY indexrelid)
            || ARRAY(
                SELECT format('GRANT %s ON %I TO %s', privilege_type, member,
                    CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)
                FROM pg_class, aclexplode(relacl) WHERE oid = member::regclass AND grantee <> relowner);
        EXECUTE format('ALTER TABLE %I RENAME TO %I', member, member || '_parted');
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL EXCLUDING INDEXES EXCLUDING IDENTITY)',
            member, member || '_parted');
        EXECUTE format('INSERT INTO %I SELECT * FROM %I', member, member || '_parted');
        EXECUTE format('DROP TABLE %I', member || '_parted');
        FOREACH command IN ARRAY later LOOP
            EXECUTE command;
        END LOOP;
    END LOOP;
    ALTER TABLE messages ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
    PERFORM setval(pg_get_serial_sequence('messages', 'id'), place.last_value, place.is_called);
END
$$;
