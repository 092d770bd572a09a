using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CreamPie.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ChangesAndSimulation : Migration
    {
        /// <summary>What a reader sees; leases, hand-overs and counters of attempts change without a word.</summary>
        private static readonly (string Table, string Columns)[] Changing =
        [
            ("stock", "name, exchange, currency, time_zone, status, served_source, first_session, last_pull_at, last_outcome, last_reason, next_due, version"),
            ("document", "stock_id, symbol, state, outcome, reason, error, sha256, captured_at, known_at, parser_version"),
        ];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "change",
                table: "stock",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<DateTime>(
                name: "simulated_at",
                table: "installation",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "change",
                table: "document",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.UpdateData(
                table: "installation",
                keyColumn: "id",
                keyValue: 1,
                column: "simulated_at",
                value: null);

            migrationBuilder.CreateIndex(
                name: "IX_stock_change",
                table: "stock",
                column: "change");

            migrationBuilder.CreateIndex(
                name: "IX_document_change",
                table: "document",
                column: "change");

            // Instants and not a sequence: a transaction that commits late is still found by looking back a few seconds.
            migrationBuilder.Sql("""
                create function set_change() returns trigger language plpgsql as $$
                begin
                    new.change := (extract(epoch from clock_timestamp()) * 1000000)::bigint;
                    return new;
                end $$;
                """);
            foreach (var (table, columns) in Changing)
                migrationBuilder.Sql($"create trigger {table}_change before insert or update of {columns} on {table} for each row execute function set_change();");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var (table, _) in Changing)
                migrationBuilder.Sql($"drop trigger {table}_change on {table};");
            migrationBuilder.Sql("drop function set_change();");

            migrationBuilder.DropIndex(
                name: "IX_stock_change",
                table: "stock");

            migrationBuilder.DropIndex(
                name: "IX_document_change",
                table: "document");

            migrationBuilder.DropColumn(
                name: "change",
                table: "stock");

            migrationBuilder.DropColumn(
                name: "simulated_at",
                table: "installation");

            migrationBuilder.DropColumn(
                name: "change",
                table: "document");
        }
    }
}
