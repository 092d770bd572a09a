using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CreamPie.Core.Storage.Migrations.Sqlite
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
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "simulated_at",
                table: "installation",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "change",
                table: "document",
                type: "INTEGER",
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

            // One writer at a time: numbers are committed in their order. A migration that rebuilds one of these tables must make its triggers again.
            foreach (var (table, columns) in Changing)
            {
                var raise = $"begin update {table} set change = (select coalesce(max(change), 0) + 1 from {table}) where id = new.id; end;";
                migrationBuilder.Sql($"create trigger {table}_change_insert after insert on {table} {raise}");
                migrationBuilder.Sql($"create trigger {table}_change_update after update of {columns} on {table} {raise}");
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var (table, _) in Changing)
            {
                migrationBuilder.Sql($"drop trigger {table}_change_insert;");
                migrationBuilder.Sql($"drop trigger {table}_change_update;");
            }

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
