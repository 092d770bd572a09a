using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CreamPie.Core.Storage.Migrations.Postgres
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
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateIndex(
                name: "IX_stock_data_change",
                table: "stock",
                column: "data_change");

            migrationBuilder.Sql("update stock set data_change = id;");
            // At the commit, and one transaction after the other: who sees a number has seen all lower ones, however long each took.
            // The clock lets numbers go on, too, after a backup was put back.
            migrationBuilder.Sql("create sequence stock_data_change;");
            migrationBuilder.Sql("""
                create function number_data_change() returns trigger language plpgsql as $$
                declare
                    number bigint;
                begin
                    perform pg_advisory_xact_lock(4833102650);
                    number := greatest(nextval('stock_data_change'), (extract(epoch from clock_timestamp()) * 1000000)::bigint);
                    perform setval('stock_data_change', number);
                    update stock set data_change = number where id = new.id;
                    return null;
                end $$;
                """);
            migrationBuilder.Sql("""
                create constraint trigger stock_data_change after insert or update of symbol, version on stock
                deferrable initially deferred for each row execute function number_data_change();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop trigger stock_data_change on stock;");
            migrationBuilder.Sql("drop function number_data_change();");
            migrationBuilder.Sql("drop sequence stock_data_change;");

            migrationBuilder.DropIndex(
                name: "IX_stock_data_change",
                table: "stock");

            migrationBuilder.DropColumn(
                name: "data_change",
                table: "stock");
        }
    }
}
