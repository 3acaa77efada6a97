# `prevent_destroy` takes no variable, and it would also keep the guard itself
# from being lifted. A provisioner runs when this is destroyed. The root lets it
# depend on everything else: it is destroyed first, and while it fails nothing
# of the environment is touched.
resource "terraform_data" "guard" {
  input = {
    name      = var.name
    protected = var.protected
  }

  provisioner "local-exec" {
    when    = destroy
    command = "if [ \"$PROTECTED\" = true ]; then echo \"$NAME is protected: apply it with protected = false, then destroy it.\" >&2; exit 1; fi"
    quiet   = true
    environment = {
      NAME      = self.input.name
      PROTECTED = self.input.protected ? "true" : "false"
    }
  }
}
