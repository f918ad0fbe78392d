# `make run` serves the portal with demonstration data; `make test` passes all tests. Both set up what they need.
PORTAL := python3 deploy/embedded

.PHONY: run test lint bench pictures faces lighthouse stop shell-env
run:
	@exec env PORT="$(or $(PORT),8000)" $(PORTAL) run
test:
	@$(PORTAL) test $(ARGS)
lint:
	@$(PORTAL) lint
bench:
	@$(PORTAL) bench $(ARGS)
pictures:
	@env PORT="$(or $(PORT),8000)" $(PORTAL) pictures
faces:
	@env PORT="$(or $(PORT),8000)" $(PORTAL) faces $(ARGS)
lighthouse:
	@env PORT="$(or $(PORT),8000)" $(PORTAL) lighthouse $(ARGS)
stop:
	@$(PORTAL) stop
shell-env:
	@$(PORTAL) shell-env
