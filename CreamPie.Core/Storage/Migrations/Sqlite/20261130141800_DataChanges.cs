using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CreamPie.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DataChanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "data_change",
                table: "stock",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateIndex(
                name: "IX_stock_data_change",
                table: "stock",
                column: "data_change");

            migrationBuilder.Sql("update stock set data_change = id;");
            // One writer at a time: numbers are committed in their order. The clock lets them go on, too, after a backup was put back.
            foreach (var when in (string[])["insert", "update of symbol, version"])
            {
                migrationBuilder.Sql($"""
                    create trigger stock_data_change_{when.Split(' ')[0]} after {when} on stock begin
                        update stock set data_change = max(
                            (select coalesce(max(data_change), 0) + 1 from stock), cast(unixepoch('subsec') * 1000000 as integer))
                        where id = new.id;
                    end;
                    """);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop trigger stock_data_change_insert;");
            migrationBuilder.Sql("drop trigger stock_data_change_update;");

            migrationBuilder.DropIndex(
                name: "IX_stock_data_change",
                table: "stock");

            migrationBuilder.DropColumn(
                name: "data_change",
                table: "stock");
        }
    }
}
