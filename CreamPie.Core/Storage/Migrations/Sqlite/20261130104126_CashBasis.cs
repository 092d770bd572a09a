using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CreamPie.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class CashBasis : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "cash_basis_date",
                table: "load_ledger",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "lacked_cash",
                table: "load_ledger",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<int>(
                name: "priced_through",
                table: "corporate_action",
                type: "INTEGER",
                nullable: true);

            // What older rules have loaded is judged by the new ones, out of the archive.
            migrationBuilder.Sql("update load_ledger set cash_basis_date = coalesce((select e.stated_basis from load_evidence e "
                + "where e.document_id = load_ledger.document_id), basis_date)");
            migrationBuilder.Sql("update stock set needs_replay = 1 where version > 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "cash_basis_date",
                table: "load_ledger");

            migrationBuilder.DropColumn(
                name: "lacked_cash",
                table: "load_ledger");

            migrationBuilder.DropColumn(
                name: "priced_through",
                table: "corporate_action");
        }
    }
}
