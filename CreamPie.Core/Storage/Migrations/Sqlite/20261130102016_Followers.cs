using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CreamPie.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Followers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "requester",
                table: "document",
                type: "TEXT",
                maxLength: 450,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "turn",
                table: "document",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "follower",
                columns: table => new
                {
                    stock_id = table.Column<int>(type: "INTEGER", nullable: false),
                    user_id = table.Column<string>(type: "TEXT", maxLength: 450, nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_follower", x => new { x.stock_id, x.user_id });
                    table.ForeignKey(
                        name: "FK_follower_stock_stock_id",
                        column: x => x.stock_id,
                        principalTable: "stock",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "tracking_count",
                columns: table => new
                {
                    user_id = table.Column<string>(type: "TEXT", maxLength: 450, nullable: false),
                    begun = table.Column<int>(type: "INTEGER", nullable: false),
                    ends_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tracking_count", x => x.user_id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_document_state_source_turn_next_attempt",
                table: "document",
                columns: new[] { "state", "source", "turn", "next_attempt" });

            migrationBuilder.CreateIndex(
                name: "IX_follower_user_id",
                table: "follower",
                column: "user_id");

            // Nobody knows who tracked what there is: it is the house's.
            migrationBuilder.Sql("insert into follower (stock_id, user_id) select id, 'system' from stock where status not in ('Imported', 'Retired')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "follower");

            migrationBuilder.DropTable(
                name: "tracking_count");

            migrationBuilder.DropIndex(
                name: "IX_document_state_source_turn_next_attempt",
                table: "document");

            migrationBuilder.DropColumn(
                name: "requester",
                table: "document");

            migrationBuilder.DropColumn(
                name: "turn",
                table: "document");
        }
    }
}
