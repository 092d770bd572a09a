using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CreamPie.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class FieldWords : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "tells_actions",
                table: "load_ledger",
                newName: "lists_actions");

            migrationBuilder.RenameColumn(
                name: "asked_at",
                table: "last_quote",
                newName: "requested_at");

            migrationBuilder.RenameColumn(
                name: "handed_at",
                table: "document",
                newName: "dispatched_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "lists_actions",
                table: "load_ledger",
                newName: "tells_actions");

            migrationBuilder.RenameColumn(
                name: "requested_at",
                table: "last_quote",
                newName: "asked_at");

            migrationBuilder.RenameColumn(
                name: "dispatched_at",
                table: "document",
                newName: "handed_at");
        }
    }
}
