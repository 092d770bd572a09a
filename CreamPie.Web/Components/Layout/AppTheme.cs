using MudBlazor;

namespace CreamPie.Web.Components.Layout;

/// <summary>Crust, cream and cinnamon: the same colours as the custom properties of app.css.</summary>
internal static class AppTheme
{
    private static readonly string[] Text = ["Inter", "system-ui", "sans-serif"];
    private static readonly string[] Headings = ["Fraunces", "Georgia", "serif"];

    public static readonly MudTheme Theme = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#8f5310",
            PrimaryContrastText = "#ffffff",
            Secondary = "#6b6459",
            Tertiary = "#4f6b57",
            Background = "#faf8f4",
            BackgroundGray = "#f3efe7",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#26221c",
            DrawerBackground = "#ffffff",
            DrawerText = "#26221c",
            DrawerIcon = "#6b6459",
            TextPrimary = "#26221c",
            TextSecondary = "#665f54",
            TextDisabled = "#8b8378",
            ActionDefault = "#665f54",
            Divider = "#e4ded3",
            LinesDefault = "#e4ded3",
            LinesInputs = "#a89f90",
            TableLines = "#ece7dd",
            TableHover = "#f6f1e7",
            Success = "#1f7a4d",
            Error = "#b3372b",
            Warning = "#9a6200",
            Info = "#2f6690",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#e6b45c",
            PrimaryContrastText = "#221a0b",
            Secondary = "#a89f90",
            Tertiary = "#9cc0a6",
            Background = "#17150f",
            BackgroundGray = "#1d1a13",
            Surface = "#211e17",
            AppbarBackground = "#211e17",
            AppbarText = "#efe9de",
            DrawerBackground = "#211e17",
            DrawerText = "#efe9de",
            DrawerIcon = "#a89f90",
            TextPrimary = "#efe9de",
            TextSecondary = "#b3aa9b",
            TextDisabled = "#857d70",
            ActionDefault = "#b3aa9b",
            Divider = "#3a352b",
            LinesDefault = "#3a352b",
            LinesInputs = "#7a7263",
            TableLines = "#332e25",
            TableHover = "#2a261d",
            Success = "#5fc28f",
            Error = "#ff9d92",
            Warning = "#f0b64a",
            Info = "#8ab8de",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Text },
            H1 = new H1Typography { FontFamily = Headings, FontSize = "1.75rem", FontWeight = "600", LineHeight = "1.2" },
            H2 = new H2Typography { FontFamily = Headings, FontSize = "1.25rem", FontWeight = "600", LineHeight = "1.3" },
            H3 = new H3Typography { FontFamily = Text, FontSize = "1rem", FontWeight = "600" },
            Button = new ButtonTypography { TextTransform = "none", FontWeight = "600" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px", AppbarHeight = "60px" },
    };
}
