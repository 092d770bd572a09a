namespace CreamPie.Core.Backups.Restoring;

/// <summary>
/// What is changed in a restored database. Each series gets a version that it never had: who has kept an answer from before, with its
/// ETag, reads it again. Sessions end: one that was revoked after the backup would live again. Messages that were waiting were sent since
/// then, or are of no use any more; the processes of then are gone.
/// </summary>
internal static class RestoredState
{
    public const string Sqlite = """
        update stock set version = version + 1 + (random() & 1073741823) where version > 0;
        update user_session set revoked_at = cast(unixepoch('subsec') * 1000 as integer) where revoked_at is null;
        update alert_message set next_attempt = null, error = 'Not sent: it was restored from a backup.' where next_attempt is not null;
        delete from node;
        """;

    /// <summary>The dump leaves the search path empty, and the triggers' functions need it.</summary>
    public const string Postgres = """
        set local search_path = public;
        update stock set version = version + 1 + floor(random() * 1073741823)::bigint where version > 0;
        update user_session set revoked_at = date_trunc('milliseconds', clock_timestamp()) where revoked_at is null;
        do $$
        begin
            -- A backup of before these tables has neither.
            if to_regclass('public.node') is not null then
                update alert_message set next_attempt = null, error = 'Not sent: it was restored from a backup.'
                where next_attempt is not null;
                delete from node;
            end if;
        end $$;
        """;

    /// <summary>Takes away what is there; the extensions and what others have made in other schemas stay.</summary>
    public const string ClearPostgres = """
        do $$
        declare
            command text;
        begin
            for command in
                select format('drop table if exists public.%I cascade', c.relname)
                from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not exists (
                    select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
                union all
                -- That of an identity (i) goes with its table.
                select format('drop sequence if exists public.%I cascade', c.relname)
                from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'S' and not exists (
                    select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('e', 'i'))
                union all
                select format('drop function if exists public.%I(%s) cascade', p.proname, pg_get_function_identity_arguments(p.oid))
                from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prokind = 'f'
                    and not exists (
                        select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
            loop
                execute command;
            end loop;
        end $$;
        """;
}
