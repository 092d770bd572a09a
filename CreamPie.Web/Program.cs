using CreamPie.Core;
using CreamPie.Web.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddCreamPieCore(builder.Configuration);
builder.AddJobServer(works: true);
var app = builder.Build();
app.Run();

public partial class Program;
