// Runs checks one after the other and prints a line for each: "ok <name>" or
// "FAIL <name>: <why>".
export async function run(checks) {
    for (const [name, check] of Object.entries(checks)) {
        try {
            await check();
            console.log("ok", name);
        } catch (e) {
            console.log("FAIL", `${name}:`, JSON.stringify(String(e?.stack ?? e)));
        }
    }
}

export const baseURL = `${process.env.R3MES_URL}/v1`;
export const apiKey = process.env.R3MES_API_KEY;
