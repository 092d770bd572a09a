using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CreamPie.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Nodes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "current_until",
                table: "stock",
                type: "INTEGER",
                nullable: true);

            // What was current stays so until its next pull is due.
            migrationBuilder.Sql("update stock set current_until = next_due where status = 'Current';");

            migrationBuilder.CreateTable(
                name: "alert",
                columns: table => new
                {
                    key = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    detail = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    seen_since = table.Column<long>(type: "INTEGER", nullable: false),
                    raised_at = table.Column<long>(type: "INTEGER", nullable: true),
                    recovered_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alert", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "alert_message",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    channel = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    is_recovery = table.Column<bool>(type: "INTEGER", nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    detail = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    next_attempt = table.Column<long>(type: "INTEGER", nullable: true),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: true),
                    error = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alert_message", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "node",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    role = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    is_worker = table.Column<bool>(type: "INTEGER", nullable: false),
                    machine = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    version = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_beat = table.Column<long>(type: "INTEGER", nullable: false),
                    alive_until = table.Column<long>(type: "INTEGER", nullable: false),
                    last_sweep = table.Column<long>(type: "INTEGER", nullable: true),
                    stopped_at = table.Column<long>(type: "INTEGER", nullable: true),
                    free_bytes = table.Column<long>(type: "INTEGER", nullable: true),
                    disk_bytes = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_node", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_attempt_ended_outcome_bytes",
                table: "attempt",
                columns: new[] { "ended", "outcome", "bytes" });

            migrationBuilder.CreateIndex(
                name: "IX_alert_message_created_at",
                table: "alert_message",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "IX_alert_message_next_attempt",
                table: "alert_message",
                column: "next_attempt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "alert");

            migrationBuilder.DropTable(
                name: "alert_message");

            migrationBuilder.DropTable(
                name: "node");

            migrationBuilder.DropIndex(
                name: "IX_attempt_ended_outcome_bytes",
                table: "attempt");

            migrationBuilder.DropColumn(
                name: "current_until",
                table: "stock");
        }
    }
}
