using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CreamPie.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Replays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "needs_replay",
                table: "stock",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "IX_stock_needs_replay",
                table: "stock",
                column: "needs_replay");

            // What older rules have loaded is judged by the new ones, out of the archive.
            migrationBuilder.Sql("update stock set needs_replay = true where version > 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_stock_needs_replay",
                table: "stock");

            migrationBuilder.DropColumn(
                name: "needs_replay",
                table: "stock");
        }
    }
}
