using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CreamPie.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Providers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "provider",
                table: "user_session",
                type: "TEXT",
                maxLength: 128,
                nullable: true);

            // With its reference at once: EF would add that by rebuilding the table outside a transaction.
            migrationBuilder.Sql(
                "ALTER TABLE invitation ADD COLUMN account_id TEXT NULL "
                + "CONSTRAINT FK_invitation_asp_net_users_account_id REFERENCES asp_net_users (id) ON DELETE CASCADE;");

            migrationBuilder.CreateIndex(
                name: "IX_invitation_account_id",
                table: "invitation",
                column: "account_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_invitation_asp_net_users_account_id",
                table: "invitation");

            migrationBuilder.DropIndex(
                name: "IX_invitation_account_id",
                table: "invitation");

            migrationBuilder.DropColumn(
                name: "provider",
                table: "user_session");

            migrationBuilder.DropColumn(
                name: "account_id",
                table: "invitation");
        }
    }
}
