using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CreamPie.Core.Storage.Migrations.Postgres
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
                type: "character varying(128)",
                maxLength: 128,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "account_id",
                table: "invitation",
                type: "text",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_invitation_account_id",
                table: "invitation",
                column: "account_id");

            migrationBuilder.AddForeignKey(
                name: "FK_invitation_asp_net_users_account_id",
                table: "invitation",
                column: "account_id",
                principalTable: "asp_net_users",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
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
