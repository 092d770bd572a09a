using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CreamPie.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Listings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "first_trade_date",
                table: "stock",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "former_symbol",
                table: "stock",
                type: "TEXT",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_one_listing",
                table: "stock",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<double>(
                name: "last_close",
                table: "stock",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "last_session",
                table: "stock",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "listed_until",
                table: "stock",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "first_trade_date",
                table: "load_ledger",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_stock_former_symbol",
                table: "stock",
                column: "former_symbol");

            migrationBuilder.CreateIndex(
                name: "IX_stock_last_session",
                table: "stock",
                column: "last_session");

            migrationBuilder.Sql(
                """
                update stock set last_session = (select max(date) from daily_bar where stock_id = stock.id);
                update stock set last_close = (
                    select close from daily_bar where stock_id = stock.id and date = stock.last_session order by source limit 1);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_stock_former_symbol",
                table: "stock");

            migrationBuilder.DropIndex(
                name: "IX_stock_last_session",
                table: "stock");

            migrationBuilder.DropColumn(
                name: "first_trade_date",
                table: "stock");

            migrationBuilder.DropColumn(
                name: "former_symbol",
                table: "stock");

            migrationBuilder.DropColumn(
                name: "is_one_listing",
                table: "stock");

            migrationBuilder.DropColumn(
                name: "last_close",
                table: "stock");

            migrationBuilder.DropColumn(
                name: "last_session",
                table: "stock");

            migrationBuilder.DropColumn(
                name: "listed_until",
                table: "stock");

            migrationBuilder.DropColumn(
                name: "first_trade_date",
                table: "load_ledger");
        }
    }
}
