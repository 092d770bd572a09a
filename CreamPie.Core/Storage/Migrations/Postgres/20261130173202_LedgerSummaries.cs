using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CreamPie.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class LedgerSummaries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ledger_summary",
                columns: table => new
                {
                    stock_id = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_summary", x => x.stock_id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ledger_summary");
        }
    }
}
