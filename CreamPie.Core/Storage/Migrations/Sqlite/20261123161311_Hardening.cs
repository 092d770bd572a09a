using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CreamPie.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Hardening : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "needs_full_pull",
                table: "stock",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "source_order",
                table: "stock",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "accepted_by",
                table: "document",
                type: "TEXT",
                maxLength: 256,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "from_day",
                table: "document",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "layout",
                table: "document",
                type: "TEXT",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "trace_id",
                table: "attempt",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "host_robots",
                columns: table => new
                {
                    host = table.Column<string>(type: "TEXT", maxLength: 260, nullable: false),
                    fetched_at = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: false),
                    rules = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_host_robots", x => x.host);
                });

            migrationBuilder.CreateTable(
                name: "last_quote",
                columns: table => new
                {
                    stock_id = table.Column<int>(type: "INTEGER", nullable: false),
                    source = table.Column<short>(type: "INTEGER", nullable: false),
                    price = table.Column<double>(type: "REAL", nullable: false),
                    previous_close = table.Column<double>(type: "REAL", nullable: true),
                    currency = table.Column<string>(type: "TEXT", maxLength: 10, nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_last_quote", x => x.stock_id);
                });

            migrationBuilder.CreateTable(
                name: "source_health",
                columns: table => new
                {
                    source = table.Column<short>(type: "INTEGER", nullable: false),
                    unknown_layouts = table.Column<int>(type: "INTEGER", nullable: false),
                    stopped_at = table.Column<long>(type: "INTEGER", nullable: true),
                    stopped_why = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    stopped_parser_version = table.Column<int>(type: "INTEGER", nullable: true),
                    layout = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    last_loaded_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_failed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_reason = table.Column<string>(type: "TEXT", maxLength: 24, nullable: true),
                    last_error = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_source_health", x => x.source);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "host_robots");

            migrationBuilder.DropTable(
                name: "last_quote");

            migrationBuilder.DropTable(
                name: "source_health");

            migrationBuilder.DropColumn(
                name: "needs_full_pull",
                table: "stock");

            migrationBuilder.DropColumn(
                name: "source_order",
                table: "stock");

            migrationBuilder.DropColumn(
                name: "accepted_by",
                table: "document");

            migrationBuilder.DropColumn(
                name: "from_day",
                table: "document");

            migrationBuilder.DropColumn(
                name: "layout",
                table: "document");

            migrationBuilder.DropColumn(
                name: "trace_id",
                table: "attempt");
        }
    }
}
