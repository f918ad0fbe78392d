"""gunicorn keeps loggers of its own, outside Django's LOGGING; what they write is masked like everything else."""

from gunicorn.glogging import Logger

from tkdnportal.personal import MaskedFormatter


class MaskedLogger(Logger):
    """`gunicorn --logger-class tkdnportal.gunicorn_log.MaskedLogger`; addresses in an access log are masked too."""

    def setup(self, cfg):
        """As gunicorn does, with another formatter on every handler."""
        super().setup(cfg)
        for logger, line in ((self.error_log, self.error_fmt), (self.access_log, self.access_fmt)):
            for handler in logger.handlers:
                handler.setFormatter(MaskedFormatter(line, self.datefmt))
