using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CreamPie.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ProviderSeen : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "provider_seen_at",
                table: "asp_net_users",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "provider_seen_at",
                table: "asp_net_users");
        }
    }
}
