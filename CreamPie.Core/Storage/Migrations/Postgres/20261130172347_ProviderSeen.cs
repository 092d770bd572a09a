using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CreamPie.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ProviderSeen : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "provider_seen_at",
                table: "asp_net_users",
                type: "timestamp with time zone",
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
