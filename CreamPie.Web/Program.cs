using CreamPie.Core;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddCreamPieCore(builder.Configuration);
var app = builder.Build();
app.Run();

public partial class Program;
