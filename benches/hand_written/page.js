// What the form does before anything is sent. It signs nobody in: this page is here to be measured beside the real one.
const at = (id) => document.getElementById(id);

at("origin").textContent = location.origin;

for (const copy of document.querySelectorAll(".copy")) {
    const value = copy.previousElementSibling;
    copy.querySelector("button").addEventListener("click", async () => {
        await navigator.clipboard.writeText(value.textContent);
        copy.querySelector("[role=status]").textContent = "Copied";
    });
}

at("show-secret").addEventListener("click", ({ currentTarget: toggle }) => {
    const shown = at("client-secret").type === "password";
    at("client-secret").type = shown ? "text" : "password";
    toggle.setAttribute("aria-pressed", shown);
    toggle.textContent = shown ? "Hide" : "Show";
});

const updatePinLink = () => {
    const link = at("pin-link");
    const clientId = at("client-id").value.trim();
    at("pin-link-why").hidden = clientId !== "";
    if (clientId === "") {
        link.removeAttribute("href");
        link.setAttribute("aria-disabled", "true");
    } else {
        const asked = new URLSearchParams({
            response_type: "code",
            client_id: clientId,
            redirect_uri: "urn:ietf:wg:oauth:2.0:oob",
        });
        link.href = `${at("sign-in-host").value}/oauth/authorize?${asked}`;
        link.removeAttribute("aria-disabled");
    }
};
at("client-id").addEventListener("input", updatePinLink);
at("sign-in-host").addEventListener("change", updatePinLink);

document.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    for (const id of ["client-id", "client-secret", "pin"]) {
        const name = document.querySelector(`label[for=${id}]`).textContent;
        at(`${id}-remarks`).textContent = at(id).value.trim() === "" ? `${name} is empty.` : "";
    }
});

document.documentElement.dataset.ready = "";
