using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CreamPie.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class MaintenanceTasks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "maintenance_task",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    next_run = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_maintenance_task", x => x.name);
                });

            migrationBuilder.Sql(
                """
                insert into maintenance_task (name, next_run)
                select case host
                    when '(dead letters)' then 'retry-dead-letters'
                    when '(invariants)' then 'check-invariants'
                    when '(archive)' then 'tidy-archive'
                    else 'record-clock'
                end, next_slot
                from host_gate where host in ('(dead letters)', '(invariants)', '(archive)', '(clock)')
                """);
            migrationBuilder.Sql("delete from host_gate where host like '(%'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                insert into host_gate (host, token, next_slot, refusals)
                select case name
                    when 'retry-dead-letters' then '(dead letters)'
                    when 'check-invariants' then '(invariants)'
                    when 'tidy-archive' then '(archive)'
                    else '(clock)'
                end, 0, next_run, 0
                from maintenance_task where name in ('retry-dead-letters', 'check-invariants', 'tidy-archive', 'record-clock')
                """);

            migrationBuilder.DropTable(
                name: "maintenance_task");
        }
    }
}
