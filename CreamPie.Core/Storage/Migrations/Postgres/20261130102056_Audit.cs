using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace CreamPie.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Audit : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_entry",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    user_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    user_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    action = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    outcome = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    target = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    detail = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    address = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    keep_until = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entry", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_action_id",
                table: "audit_entry",
                columns: new[] { "action", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_keep_until",
                table: "audit_entry",
                column: "keep_until");

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_user_id_id",
                table: "audit_entry",
                columns: new[] { "user_id", "id" });

            // Whoever has the program's rights cannot cover traces: what is written is neither changed nor deleted before its time.
            migrationBuilder.Sql("""
                create function refuse_audit_change() returns trigger language plpgsql as $$
                begin
                    if tg_op = 'DELETE' then
                        if old.keep_until < now() then
                            return old;
                        end if;
                    end if;
                    raise exception 'audit_entry is append-only';
                end $$;
                """);
            migrationBuilder.Sql("create trigger audit_entry_rows before update or delete on audit_entry for each row execute function refuse_audit_change();");
            migrationBuilder.Sql("create trigger audit_entry_truncate before truncate on audit_entry for each statement execute function refuse_audit_change();");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_entry");
            migrationBuilder.Sql("drop function refuse_audit_change();");
        }
    }
}
