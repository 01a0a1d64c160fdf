/^    except OSError:/{N;d}
