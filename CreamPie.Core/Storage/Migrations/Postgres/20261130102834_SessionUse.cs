using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CreamPie.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SessionUse : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "last_seen_at",
                table: "user_session",
                type: "timestamp with time zone",
                nullable: true);

            // Enabling a person again must revive no session, whoever disables and enables, and by whatever means.
            migrationBuilder.Sql(
                """
                UPDATE user_session
                SET revoked_at = (SELECT u.disabled_at FROM asp_net_users u WHERE u.id = user_session.user_id)
                WHERE revoked_at IS NULL
                    AND user_id IN (SELECT u.id FROM asp_net_users u WHERE u.disabled_at IS NOT NULL);
                """);
            migrationBuilder.Sql(
                """
                CREATE FUNCTION end_sessions_of_disabled_user() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    UPDATE user_session SET revoked_at = NEW.disabled_at WHERE user_id = NEW.id AND revoked_at IS NULL;
                    RETURN NULL;
                END $$;
                """);
            migrationBuilder.Sql(
                """
                CREATE TRIGGER disabled_user_has_no_session AFTER UPDATE OF disabled_at ON asp_net_users
                FOR EACH ROW WHEN (NEW.disabled_at IS NOT NULL) EXECUTE FUNCTION end_sessions_of_disabled_user();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER disabled_user_has_no_session ON asp_net_users;");
            migrationBuilder.Sql("DROP FUNCTION end_sessions_of_disabled_user();");

            migrationBuilder.DropColumn(
                name: "last_seen_at",
                table: "user_session");
        }
    }
}
