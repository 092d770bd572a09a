using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CreamPie.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ListedActions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "forgets_cash",
                table: "load_ledger",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "ended_by_document_id",
                table: "corporate_action",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "listed_action",
                columns: table => new
                {
                    document_id = table.Column<int>(type: "integer", nullable: false),
                    ex_date = table.Column<DateOnly>(type: "date", nullable: false),
                    kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    stock_id = table.Column<int>(type: "integer", nullable: false),
                    amount = table.Column<double>(type: "double precision", nullable: true),
                    currency = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    numerator = table.Column<double>(type: "double precision", nullable: true),
                    denominator = table.Column<double>(type: "double precision", nullable: true),
                    exact = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_listed_action", x => new { x.document_id, x.ex_date, x.kind });
                });

            migrationBuilder.CreateTable(
                name: "load_evidence",
                columns: table => new
                {
                    document_id = table.Column<int>(type: "integer", nullable: false),
                    stock_id = table.Column<int>(type: "integer", nullable: false),
                    stated_basis = table.Column<DateOnly>(type: "date", nullable: false),
                    tells_cash = table.Column<bool>(type: "boolean", nullable: false),
                    samples = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_load_evidence", x => x.document_id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_listed_action_stock_id",
                table: "listed_action",
                column: "stock_id");

            migrationBuilder.CreateIndex(
                name: "IX_load_evidence_stock_id",
                table: "load_evidence",
                column: "stock_id");

            // What stands was listed by the document whose words it has; the others of before deny nothing.
            migrationBuilder.Sql(
                """
                INSERT INTO listed_action (document_id, ex_date, kind, stock_id, amount, currency, numerator, denominator, exact)
                SELECT document_id, ex_date, kind, stock_id, amount, currency, numerator, denominator, exact
                FROM corporate_action WHERE known_to IS NULL
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "listed_action");

            migrationBuilder.DropTable(
                name: "load_evidence");

            migrationBuilder.DropColumn(
                name: "forgets_cash",
                table: "load_ledger");

            migrationBuilder.DropColumn(
                name: "ended_by_document_id",
                table: "corporate_action");
        }
    }
}
